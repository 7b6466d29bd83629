<?php
declare(strict_types=1);

const MAX_BODY = 2 * 1024 * 1024;

/** X-SmartWMS-Signature: <hex>, or X-WMS-Signature: sha256=<hex>; the key is the secret's whole text. */
function verify_hex(string $signature, string $prefix, string $secret, string $body): bool
{
    return hash_equals($prefix . hash_hmac('sha256', $body, $secret), $signature);
}

/** webhook-id, webhook-timestamp, webhook-signature: v1,<base64> of id.timestamp.body; the key is the base64 after whsec_. */
function verify_standard(string $id, string $timestamp, string $signatures, string $secret, string $body, int $now): bool
{
    // An item with a second comma is a header that came twice.
    if (!preg_match('/^[A-Za-z0-9_-]{1,128}\z/', $id) || !preg_match('/^[1-9][0-9]{0,11}\z/', $timestamp)
        || !preg_match('/^[^, ]+,[^, ]+( [^, ]+,[^, ]+)*\z/', $signatures) || abs($now - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
    if ($key === false || strlen($key) < 24 || strlen($key) > 64) {
        return false;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    $matches = array_filter(array_slice(explode(' ', $signatures), 0, 16), fn (string $signature) => hash_equals($expected, $signature));
    return count($matches) > 0;
}

/** True only for a request of somebody who knows one of the secrets. $body: as it arrived. */
function verify(string $scheme, array $secrets, array $server, string $body, int $now): bool
{
    $header = fn (string $name): string => $server['HTTP_' . $name] ?? '';
    return in_array(true, array_map(fn (string $secret): bool => match ($scheme) {
        'smartwms' => verify_hex($header('X_SMARTWMS_SIGNATURE'), '', $secret, $body),
        'wms' => verify_hex($header('X_WMS_SIGNATURE'), 'sha256=', $secret, $body),
        default => verify_standard($header('WEBHOOK_ID'), $header('WEBHOOK_TIMESTAMP'), $header('WEBHOOK_SIGNATURE'), $secret, $body, $now),
    }, $secrets), true);
}

/** True the first time. Yours: a table with the id as its key. */
function is_new(string $id): bool
{
    $folder = sys_get_temp_dir() . '/webhook-ids-' . $_SERVER['SERVER_PORT'];
    @mkdir($folder, 0700);
    $file = @fopen("$folder/$id", 'x');
    if ($file === false && !file_exists("$folder/$id")) {
        throw new RuntimeException("$folder cannot be written.");    // not known: the sender must come again
    }
    return $file !== false && fclose($file);
}

$scheme = getenv('RECEIVER_SCHEME') ?: 'smartwms';
$secrets = array_values(array_filter(explode(' ', getenv('RECEIVER_SECRET') ?: ''), fn (string $secret) => strlen($secret) >= 16));
$body = (string) file_get_contents('php://input', false, null, 0, MAX_BODY + 1);
if ($secrets === [] || !in_array($scheme, ['smartwms', 'wms', 'standardwebhooks'], true)) {
    error_log('Set RECEIVER_SECRET (16 characters or more) and RECEIVER_SCHEME (smartwms, wms or standardwebhooks).');
    http_response_code(503);
} elseif (strlen($body) > MAX_BODY) {
    http_response_code(413);
} elseif (!verify($scheme, $secrets, $_SERVER, $body, time())) {
    http_response_code(401);
} else {
    $event = json_decode($body, true);
    if (!is_array($event) || !is_string($event['id'] ?? null) || !preg_match('/^[A-Za-z0-9_-]{1,128}\z/', $event['id']) || !is_string($event['type'] ?? null)) {
        http_response_code(400);
    } else {
        try {
            if (is_new($event['id'])) {
                error_log("{$event['type']} {$event['id']}");    // yours: put it into a queue, work on it afterwards
            }
        } catch (RuntimeException $error) {
            error_log($error->getMessage());
            http_response_code(503);
        }
    }
}
