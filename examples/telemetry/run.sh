#!/bin/sh
# Both halves of the job, over the same export; run it again after whatever ended it. What is complete is not written again.
set -e
here=$(dirname "$0")
dataflux migrate "$here/archive.yaml" "$@"
dataflux migrate "$here/devices.yaml" "$@"
