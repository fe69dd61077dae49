# Debian or Ubuntu without root: fetch $missing and what they depend on, unpack under .tools. Sourced by scripts/setup.
if [ "$(. /etc/os-release && echo "$ID")" = ubuntu ]; then
    missing=$(echo " $missing " | sed "s/ chromium / $chromium_libraries /")
fi
missing=$(echo " $missing " | sed 's/ python3-venv / python3-minimal python3-venv /;s/^ //;s/ $//')
say "unpacking under .tools (no root here): $missing"
mkdir -p .tools/apt/lists/partial .tools/apt/cache/archives/partial
private="-qq -o Dir::State::Lists=$PWD/.tools/apt/lists -o Dir::Cache=$PWD/.tools/apt/cache -o Debug::NoLocking=1"

log=$PWD/.tools/setup.log

# Runs a step quietly; when it fails, shows what it said and the command that root would type.
quietly() {
    "$@" >"$log" 2>&1 || { cat "$log" >&2 && stop "that did not work. Type: sudo apt-get install -y $missing"; }
}

# unpack FOLDER PACKAGE…
unpack() {
    folder=$1 && shift
    mkdir -p "$folder" .tools/debs
    (cd .tools/debs && quietly apt-get $private download "$@")
    for package in .tools/debs/*.deb; do
        dpkg-deb -x "$package" "$folder"
    done
    rm -rf .tools/debs
}

# What would be installed for the packages named.
closure() {
    apt-get $private install -s --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | sort -u
}

quietly apt-get $private update
case " $missing " in
*" gcc "*)
    # The compiler gets a root of its own with the C library in it, and a wrapper that points it there.
    unpack .tools/cc $(closure gcc libc6-dev) libc6 libgcc-s1
    [ -e .tools/cc/lib ] || ln -s usr/lib .tools/cc/lib
    [ -e .tools/cc/lib64 ] || ln -s usr/lib64 .tools/cc/lib64
    mkdir -p .tools/bin
    cat >.tools/bin/cc <<'WRAPPER'
#!/bin/sh
root=$(cd "$(dirname "$0")/../cc" && pwd)
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
PATH=$root/usr/bin:$PATH LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} exec "$root/usr/bin/gcc" --sysroot="$root" "$@"
WRAPPER
    chmod +x .tools/bin/cc
    [ -e .tools/bin/ar ] || printf '#!/bin/sh\nroot=$(cd "$(dirname "$0")/../cc" && pwd)\nLD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu) exec "$root/usr/bin/ar" "$@"\n' >.tools/bin/ar
    chmod +x .tools/bin/ar
    ;;
esac
others=$(echo " $missing " | sed 's/ gcc libc6-dev / /')
if [ -n "${others# }" ]; then
    unpack "$tools" $(closure $others)
fi
rm -rf .tools/apt "$log"
if [ -d "$tools/usr/share/fonts" ]; then
    mkdir -p .tools/fonts-cache
    cat >.tools/fonts.conf <<XML
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>/usr/share/fonts</dir><dir>$tools/usr/share/fonts</dir><cachedir>$PWD/.tools/fonts-cache</cachedir>
</fontconfig>
XML
fi
