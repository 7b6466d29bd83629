// What the pages do more with a script: they stay fresh without jumping, copy, and listen to keys. Everything else works without it.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const { refresh, mount } = document.body.dataset;
const state = $('#liveState'), pause = $('#pause');
const words = state.dataset;

// --- Fresh: the same page is asked for again; parts change in place, new rows wait until somebody wants them ------------------------------------------------
const live = $$('[data-live]').length > 0;
let paused = false, failing = false, asking = false;

const say = () => { state.textContent = failing ? words.error : paused ? words.off : words.on; };

function mayChange(part) {
  const active = document.activeElement;
  const selected = getSelection();
  return !(active && active !== document.body && active !== part && part.contains(active))
    && !$('details.confirm[open]', part)
    && !$$('select, input', part).some(field => field.matches('select') ? field.selectedIndex > 0 : field.value !== field.defaultValue)
    && !(selected && !selected.isCollapsed && part.contains(selected.anchorNode));
}

function keepOpen(from, to) {
  const old = $$('details', from), fresh = $$('details', to);
  if (old.length === fresh.length) fresh.forEach((each, i) => { each.open = old[i].open; });
}

function freshRows(part, next) {
  const body = $('tbody', part), rows = new Map($$('tr', body).map(row => [row.id, row]));
  const coming = $$('tbody tr', next);
  for (const row of coming) {
    const known = rows.get(row.id);
    if (known && known.innerHTML !== row.innerHTML && mayChange(known)) known.innerHTML = row.innerHTML;
  }
  const first = coming.findIndex(row => rows.has(row.id));
  const count = first < 0 ? coming.length : first;
  let button = $(`[data-for="${part.id}"]`);
  if (!count || new URLSearchParams(location.search).has('before')) { button?.remove(); return; }
  if (!button) {
    button = document.createElement('button');
    button.type = 'button';
    button.className = 'notice new';
    button.dataset.for = part.id;
    part.before(button);
  }
  button.textContent = words.new.replace('{0}', count);
  button.onclick = () => {
    if (first < 0 && rows.size) { location.reload(); return; }    // more came than a page holds: what lies between is on the next one
    const added = coming.slice(0, count).map(row => document.importNode(row, true));
    body.prepend(...added);
    button.remove();
    $('a', added[0])?.focus();
  };
}

async function ask() {
  if (asking || paused || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store', redirect: 'error' });
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of $$('[data-live]')) {
      const fresh = next.getElementById(part.id);
      if (!fresh) continue;
      if (part.dataset.live !== fresh.dataset.live) part.replaceWith(fresh);    // the first rows came, or the last ones went
      else if (part.dataset.live === 'rows') freshRows(part, fresh);
      else if (part.innerHTML !== fresh.innerHTML && mayChange(part)) { keepOpen(part, fresh); part.replaceChildren(...fresh.childNodes); revealCopies(part); }
    }
    $('#fresh').replaceChildren(...next.getElementById('fresh').childNodes);
    failing = false;
  } catch { failing = true; }
  asking = false;
  say();
}

if (live) {
  $('#live').hidden = false;
  say();
  setInterval(ask, Number(refresh) * 1000);
  document.addEventListener('visibilitychange', ask);
  pause.addEventListener('click', () => { paused = !paused; pause.setAttribute('aria-pressed', paused); say(); ask(); });
} else {
  $('#live').hidden = false;
  pause.hidden = true;
}

// --- Copy -----------------------------------------------------------------------------------------------------------------------------------------------------
function revealCopies(root) {
  if (navigator.clipboard) $$('[data-copy]', root).forEach(button => { button.hidden = false; });
}
revealCopies(document);
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const from = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(from.value ?? from.textContent);
  button.textContent = words.copied;
  from.select?.();
});

// --- Sending: a form is sent once, and says that it is on its way -----------------------------------------------------------------------------------------------
document.addEventListener('submit', event => {
  if (event.target.method !== 'post') return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = 'yes';
  event.submitter?.setAttribute('aria-busy', 'true');
  state.textContent = words.loading;
});
addEventListener('pageshow', () => $$('form[data-sent]').forEach(form => delete form.dataset.sent));

// --- Keys -----------------------------------------------------------------------------------------------------------------------------------------------------
const help = $('#help');
const places = { o: '', w: 'webhooks', d: 'deliveries', e: 'events', n: 'nodes', a: 'audit' };
let going = -Infinity;

function row(step) {
  const rows = $$('.rows tbody tr');
  if (!rows.length) return;
  const at = rows.findIndex(each => each.contains(document.activeElement));
  const to = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  $('a', to)?.focus();
}

$('#keys').addEventListener('click', () => help.showModal());
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const field = event.target.closest('input, textarea, select');
  if (event.key === 'Escape') {
    field?.blur();
    $$('details.confirm[open]').forEach(each => { each.open = false; });
    return;
  }
  if (field) return;
  const since = event.timeStamp - going;
  if (since < 3000 && event.key in places) {
    going = -Infinity;
    if (event.key !== 'n' || $('[data-go="n"]')) location.href = places[event.key] ? `${mount}/${places[event.key]}` : mount || '/';
    return;
  }
  switch (event.key) {
    case '/': event.preventDefault(); $('#search').focus(); break;
    case '?': help.showModal(); break;
    case 'g': going = event.timeStamp; break;
    case 'j': row(1); break;
    case 'k': row(-1); break;
    case 'p': if (live) pause.click(); break;
    case 'r': $('[data-key="r"]')?.focus(); break;
  }
});
