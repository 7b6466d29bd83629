// graphile-worker as its documentation sets it for throughput: a local queue, results in batches. Prints the bare loop's rate, the worker's, the bare loop's again, and how many requests it made.
const http = require('node:http');
const { createHmac } = require('node:crypto');
const { performance } = require('node:perf_hooks');
const { Pool } = require('pg');
const { run, runMigrations } = require('graphile-worker');
const [host, port, user, password, database, receiver, body, secret, jobs] = process.argv.slice(1);
const atOnce = 32, lanes = 64, count = Number(jobs);
const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
let sent = 0;

function post(path) {
  return new Promise((resolve, reject) => {
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const request = http.request(receiver + path, {
      method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-signature': `sha256=${signature}` },
    }, answer => { answer.resume().on('end', () => { sent++; answer.statusCode === 200 ? resolve() : reject(new Error(answer.statusCode)); }); });
    request.on('error', reject).end(body);
  });
}

async function bareLoop() {
  const from = sent, start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async (_, lane) => { while (performance.now() - start < 2000) await post(`/lane/${lane}`); }));
  return (sent - from) / (performance.now() - start) * 1000;
}

async function worker(pgPool) {
  await runMigrations({ pgPool });
  await pgPool.query("select graphile_worker.add_job('deliver', json_build_object('path', '/lane/' || number % $2)) from generate_series(1, $1) number", [count, lanes]);
  let left = count, done;
  const finished = new Promise(resolve => { done = resolve; });
  const start = performance.now();
  const runner = await run({
    pgPool, noHandleSignals: true, concurrency: atOnce, logger: new (require('graphile-worker').Logger)(() => () => {}),
    preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: { deliver: async ({ path }) => { await post(path); if (--left === 0) done(); } },
  });
  await finished;
  const rate = count / (performance.now() - start) * 1000;
  await runner.stop();
  return rate;
}

(async () => {
  const pgPool = new Pool({ host, port: Number(port), user, password, database, max: 10 });
  const fail = error => { throw error; };
  pgPool.on('error', fail).on('connect', client => client.on('error', fail));
  const before = await bareLoop(), rate = await worker(pgPool), after = await bareLoop();
  await pgPool.end();
  agent.destroy();
  console.log(before, rate, after, sent);
})();
