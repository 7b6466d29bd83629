package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

const maxBody = 2 * 1024 * 1024

var (
	idPattern        = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
	timestampPattern = regexp.MustCompile(`^[1-9][0-9]{0,11}$`)
)

// single gives the value of a header that came exactly once, else nothing.
func single(header http.Header, name string) string {
	if values := header.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

func sign(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// equal compares in constant time.
func equal(one, other string) bool {
	return hmac.Equal([]byte(one), []byte(other))
}

// verifyHex: X-SmartWMS-Signature: <hex>, or X-WMS-Signature: sha256=<hex>; the key is the secret's whole text.
func verifyHex(signature, prefix, secret string, body []byte) bool {
	return equal(prefix+hex.EncodeToString(sign([]byte(secret), body)), signature)
}

// verifyStandard: webhook-id, webhook-timestamp, webhook-signature: v1,<base64> of id.timestamp.body; the key is the base64 after whsec_.
func verifyStandard(id, timestamp, signatures, secret string, body []byte, now int64) bool {
	if !idPattern.MatchString(id) || !timestampPattern.MatchString(timestamp) {
		return false
	}
	if seconds, err := strconv.ParseInt(timestamp, 10, 64); err != nil || now-seconds > 300 || seconds-now > 300 {
		return false
	}
	key, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 || len(key) > 64 {
		return false
	}
	expected := "v1," + base64.StdEncoding.EncodeToString(sign(key, []byte(id+"."+timestamp+"."), body))
	matches := false
	for i, signature := range strings.Split(signatures, " ") {
		matches = (i < 16 && equal(expected, signature)) || matches
	}
	return matches
}

// verify is true only for a request of somebody who knows one of the secrets. The body: as it arrived.
func verify(scheme string, secrets []string, header http.Header, body []byte, now int64) bool {
	matches := false
	for _, secret := range secrets {
		valid := false
		switch scheme {
		case "smartwms":
			valid = verifyHex(single(header, "X-SmartWMS-Signature"), "", secret, body)
		case "wms":
			valid = verifyHex(single(header, "X-WMS-Signature"), "sha256=", secret, body)
		default:
			valid = verifyStandard(single(header, "webhook-id"), single(header, "webhook-timestamp"), single(header, "webhook-signature"), secret, body, now)
		}
		matches = valid || matches
	}
	return matches
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func main() {
	scheme := setting("RECEIVER_SCHEME", "smartwms")
	var secrets []string
	for _, secret := range strings.Split(os.Getenv("RECEIVER_SECRET"), " ") {
		if len(secret) >= 16 {
			secrets = append(secrets, secret)
		}
	}
	if len(secrets) == 0 || (scheme != "smartwms" && scheme != "wms" && scheme != "standardwebhooks") {
		fmt.Fprintln(os.Stderr, "Set RECEIVER_SECRET (16 characters or more) and RECEIVER_SCHEME (smartwms, wms or standardwebhooks).")
		os.Exit(2)
	}
	var known sync.Map
	http.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, maxBody))
		if err != nil {
			response.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		if !verify(scheme, secrets, request.Header, body, time.Now().Unix()) {
			response.WriteHeader(http.StatusUnauthorized)
			return
		}
		var event struct{ ID, Type string }
		if json.Unmarshal(body, &event) != nil || !idPattern.MatchString(event.ID) || event.Type == "" {
			response.WriteHeader(http.StatusBadRequest)
			return
		}
		if _, seen := known.LoadOrStore(event.ID, true); !seen {
			fmt.Println(event.Type, event.ID) // yours: put it into a queue, work on it afterwards
		}
	})
	fmt.Fprintln(os.Stderr, http.ListenAndServe("127.0.0.1:"+setting("RECEIVER_PORT", "5005"), nil))
	os.Exit(1)
}
