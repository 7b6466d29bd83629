#!/usr/bin/env bash
# Takes the README's pictures anew, of this sample as it runs, in a real browser.
set -euo pipefail
cd "$(dirname "$0")/../.."
all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
WMS_PICTURES=$all dotnet run -c Release --project tests/SmartWms.Webhooks.Dashboard.Browser.Tests -- -class '*SampleTests'
mkdir -p samples/Warehouse/Pictures
for picture in overview-light delivery-light webhook-dark overview-thai; do
    cp "$all/$picture.png" samples/Warehouse/Pictures/
done
