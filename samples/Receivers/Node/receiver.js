'use strict';
const crypto = require('node:crypto');
const http = require('node:http');

const MAX_BODY = 2 * 1024 * 1024;

/** The value of a header that came exactly once. Asks the raw list: request.headers joins or drops what came twice. */
function single(rawHeaders, name) {
  const values = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1].toLowerCase() === name);
  return values.length === 1 ? values[0] : '';
}

function hmac(key, ...parts) {
  const hash = crypto.createHmac('sha256', key);
  parts.forEach(part => hash.update(part));
  return hash;
}

/** Compares in constant time. */
function equal(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

/** X-SmartWMS-Signature: <hex>, or X-WMS-Signature: sha256=<hex>; the key is the secret's whole text. */
function verifyHex(signature, prefix, secret, body) {
  return equal(prefix + hmac(secret, body).digest('hex'), signature);
}

/** webhook-id, webhook-timestamp, webhook-signature: v1,<base64> of id.timestamp.body; the key is the base64 after whsec_. */
function verifyStandard(id, timestamp, signatures, secret, body, now) {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id) || !/^[1-9][0-9]{0,11}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length < 24 || key.length > 64) return false;
  const expected = 'v1,' + hmac(key, `${id}.${timestamp}.`, body).digest('base64');
  return signatures.split(' ').slice(0, 16).filter(signature => equal(expected, signature)).length > 0;
}

/** True only for a request of somebody who knows one of the secrets. `body` is a Buffer, as it arrived. */
function verify(scheme, secrets, rawHeaders, body, now = Math.floor(Date.now() / 1000)) {
  const header = name => single(rawHeaders, name);
  return secrets.map(secret =>
    scheme === 'smartwms' ? verifyHex(header('x-smartwms-signature'), '', secret, body)
    : scheme === 'wms' ? verifyHex(header('x-wms-signature'), 'sha256=', secret, body)
    : verifyStandard(header('webhook-id'), header('webhook-timestamp'), header('webhook-signature'), secret, body, now)).includes(true);
}

const scheme = process.env.RECEIVER_SCHEME ?? 'smartwms';
const secrets = (process.env.RECEIVER_SECRET ?? '').split(' ').filter(secret => secret.length >= 16);
if (secrets.length === 0 || !['smartwms', 'wms', 'standardwebhooks'].includes(scheme)) {
  console.error('Set RECEIVER_SECRET (16 characters or more) and RECEIVER_SCHEME (smartwms, wms or standardwebhooks).');
  process.exit(2);
}

const known = new Set();
http.createServer((request, response) => {
  const answer = status => response.writeHead(status).end();
  const parts = [];
  let length = 0;
  request.on('data', part => {
    length += part.length;
    if (length <= MAX_BODY) parts.push(part);
  });
  request.on('end', () => {
    const body = Buffer.concat(parts);
    if (length > MAX_BODY) return answer(413);
    if (!verify(scheme, secrets, request.rawHeaders, body)) return answer(401);
    let event;
    try { event = JSON.parse(body.toString('utf8')); } catch { return answer(400); }
    if (typeof event?.id !== 'string' || !/^[A-Za-z0-9_-]{1,128}$/.test(event.id) || typeof event.type !== 'string') return answer(400);
    if (!known.has(event.id)) {
      known.add(event.id);
      console.log(`${event.type} ${event.id}`);    // yours: put it into a queue, work on it afterwards
    }
    answer(200);
  });
}).listen(Number(process.env.RECEIVER_PORT ?? 5005), '127.0.0.1');
