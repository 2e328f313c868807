#!/usr/bin/env bash
# Tries the single executable where there is no Python: in a root of its own with nothing but the C library, else with an
# empty environment. It plays the demo, starts a contest, serves it, and is asked for the board's page.
set -euo pipefail
app=$(realpath "$1")
folder=$(mktemp -d)
end_server() { # and wait until it has ended: whoever holds what this prints would wait for it
    kill "$server" && wait "$server" || true
}
trap '[ -z "${server:-}" ] || end_server; umount "$folder"/dev/* 2>/dev/null || true; cd /; rm -rf "$folder"' EXIT

if [ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ]; then
    mkdir -p "$folder"/{tmp,dev,home,proc}
    for library in $(ldd "$app" | grep -o '/[^ ]*') $(ls /lib/*/lib{dl,pthread,rt,util,m,z,gcc_s}.so.* 2>/dev/null); do
        mkdir -p "$folder$(dirname "$library")"
        cp -L "$library" "$folder$library"
    done
    cp "$app" "$folder/home/quizarena"
    for device in null zero urandom random; do
        : >"$folder/dev/$device" && mount --bind "/dev/$device" "$folder/dev/$device" 2>/dev/null ||
            { rm -f "$folder/dev/$device"; cp -a "/dev/$device" "$folder/dev/$device"; }
    done
    inside=(env -i HOME=/home LANG=C.UTF-8 "$(command -v chroot)" "$folder" /home/quizarena)
    file=/home/demo.qa
else
    cd "$folder"
    inside=(env -i HOME="$folder" LANG=C.UTF-8 ${SYSTEMROOT:+SYSTEMROOT="$SYSTEMROOT"} "$app")
    file=$folder/demo.qa
fi

"${inside[@]}" --version
"${inside[@]}" demo --plain --save "$file" | tail -1
"${inside[@]}" verify "$file"
"${inside[@]}" formats >/dev/null
"${inside[@]}" serve "$file" --port 8765 &
server=$! # env, chroot and the executable follow each other in it
for _ in $(seq 60); do
    sleep 1
    page=$(python3 -c 'import urllib.request as u; print(u.urlopen("http://127.0.0.1:8765/board").read().decode())' 2>/dev/null) && break
done
case $page in *'<html'*) echo "the board's page is served" ;; *) echo "the board's page is not served"; exit 1 ;; esac
