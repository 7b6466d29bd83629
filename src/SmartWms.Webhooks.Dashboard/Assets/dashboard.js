// What the pages do more with a script: they stay fresh without jumping, copy, and listen to keys. Everything else works without it.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const { refresh, mount } = document.body.dataset;
const state = $('#liveState'), pause = $('#pause');
const words = state.dataset;

// --- Fresh: the same page is asked for again; parts change in place, new rows wait until somebody wants them ------------------------------------------------
const live = $$('[data-live]').length > 0;
let paused = false, failures = 0, rest = 0, asking = false, kept = false;

const say = () => { state.textContent = failures ? words.error : paused ? words.off : kept ? words.kept : words.on; };

// Whether somebody has begun something there that a change would undo: a question is open, a field is filled or focused, text is selected.
function isInUse(part) {
  const active = document.activeElement, selected = getSelection();
  return (active && part.contains(active) && active.matches('input, select, textarea'))
    || $('details.confirm[open]', part)
    || $$('select, input', part).some(field => field.matches('select') ? field.selectedIndex > 0 : field.value !== field.defaultValue)
    || (selected && !selected.isCollapsed && part.contains(selected.anchorNode));
}

// Focus on a link or a button is no reason to show what is over: it goes on to what stands in its place.
function renew(part, change) {
  if (isInUse(part)) { kept = true; return; }
  const active = document.activeElement, had = active !== part && part.contains(active);
  const key = each => each.id || each.getAttribute('href') || each.textContent.trim(), all = () => $$('a, button, summary, [tabindex]', part);
  const name = had && key(active), nth = had && all().filter(each => key(each) === name).indexOf(active);
  change();
  if (!had) return;
  const same = all().filter(each => key(each) === name);
  const next = same[nth] ?? same[0] ?? part;
  if (next === part && !part.hasAttribute('tabindex')) part.tabIndex = -1;
  next.focus({ preventScroll: true });
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
    if (known && known.innerHTML !== row.innerHTML) renew(known, () => { known.innerHTML = row.innerHTML; });
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
    const answer = await page();
    if (isSignedOut(answer)) { sayToSignIn(); paused = true; return; }
    if (!answer.ok) throw new Error(String(answer.status));
    kept = false;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of $$('[data-live]')) {
      const fresh = next.getElementById(part.id);
      if (!fresh) continue;
      if (part.dataset.live !== fresh.dataset.live) part.replaceWith(fresh);    // the first rows came, or the last ones went
      else if (part.dataset.live === 'rows') freshRows(part, fresh);
      else if (part.innerHTML !== fresh.innerHTML) {
        renew(part, () => {
          keepOpen(part, fresh);
          part.replaceChildren(...fresh.childNodes);
          revealCopies(part);
          if (part.id === 'attempts') $('#said').replaceChildren();    // what was said of the last action is over: its result stands here
        });
      }
    }
    if (!kept) $('#fresh').replaceChildren(...next.getElementById('fresh').childNodes);
    failures = 0;
  } catch { rest = Math.min(2 ** ++failures, 12) - 1; }    // a server in trouble is asked less often: after 5 seconds each, ten, twenty, forty, a minute
  finally { asking = false; }
  say();
}

const page = () => fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store', redirect: 'manual' });
const isSignedOut = answer => answer.type === 'opaqueredirect' || answer.status === 401;

function sayToSignIn() {
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = words.signedOut;
  state.replaceChildren(link);
  $('#live').hidden = false;
  $('#news').replaceChildren(link.textContent);
}

// --- What was done: told to those who listen, and gone from the address, so that a reload does not say it again -------------------------------------------------
const here = new URL($('[data-here]')?.dataset.here ?? location.href, location.href);    // a page that answers a form is asked for again as what it made
['done', 'failed', 'count'].forEach(each => here.searchParams.delete(each));
if (here.href !== location.href) history.replaceState(history.state, '', here);
if ($('#said').textContent.trim()) setTimeout(() => $('#news').replaceChildren($('#said').textContent.trim()), 100);

if (live) {
  $('#live').hidden = false;
  say();
  setInterval(() => { if (rest > 0) rest--; else ask(); }, Number(refresh) * 1000);
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
//     Whoever has been signed out meanwhile keeps what was typed.
document.addEventListener('submit', async event => {
  const { target: form, submitter } = event;
  if (form.method !== 'post' || form.dataset.sent === 'go') return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = 'asks';
  submitter?.setAttribute('aria-busy', 'true');
  state.textContent = words.loading;
  const answer = await page().catch(() => null);    // the server is not there: the browser says so best itself
  if (answer && isSignedOut(answer)) {
    delete form.dataset.sent;
    submitter?.removeAttribute('aria-busy');
    sayToSignIn();
    return;
  }
  form.dataset.sent = 'go';
  form.requestSubmit(submitter);
});
addEventListener('pageshow', () => {
  $$('form[data-sent]').forEach(form => delete form.dataset.sent);
  $$('[aria-busy]').forEach(button => button.removeAttribute('aria-busy'));
});

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

// On a keyboard of another script, the key where that letter stands.
function keyOf({ key, code, shiftKey }) {
  if (key.length !== 1 || key <= '~') return key;
  return code === 'Slash' ? (shiftKey ? '?' : '/') : code.replace(/^Key/, '').toLowerCase();
}

document.addEventListener('click', event => $$('details.confirm[open]').forEach(each => { if (!each.contains(event.target)) each.open = false; }));
$('#keys').addEventListener('click', () => help.showModal());
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const field = event.target.closest('input, textarea, select');
  if (event.key === 'Escape') {
    const question = event.target.closest('details.confirm[open]');
    field?.blur();
    $$('details.confirm[open]').forEach(each => { each.open = false; });
    if (question) $('summary', question).focus();
    return;
  }
  if (field) return;
  const key = keyOf(event);
  const since = event.timeStamp - going;
  if (since < 3000 && key in places) {
    going = -Infinity;
    if (key !== 'n' || $('[data-go="n"]')) location.href = places[key] ? `${mount}/${places[key]}` : mount || '/';
    return;
  }
  switch (key) {
    case '/': event.preventDefault(); $('#search').focus(); break;
    case '?': help.showModal(); break;
    case 'g': going = event.timeStamp; break;
    case 'j': row(1); break;
    case 'k': row(-1); break;
    case 'p': if (live) pause.click(); break;
    case 'r': $('[data-key="r"]')?.focus(); break;
  }
});
