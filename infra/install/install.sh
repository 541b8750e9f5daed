#!/bin/sh
# Installs AgentGate for one user from a directory or an address that holds its archives, see --help.
set -eu

usage() {
  cat <<'END'
Usage: install.sh [--from DIRECTORY|URL] [--archive NAME] [--prefix DIRECTORY]
       install.sh --uninstall [--prefix DIRECTORY]

Takes an archive of AgentGate, checks it against SHA256SUMS, and unpacks it below PREFIX/share/agentgate;
PREFIX/bin/agentgate is a link to it. An older version stays where it is until --uninstall.

  --from DIRECTORY|URL  where the archives and SHA256SUMS are. Default: AGENTGATE_FROM, else the directory
                        of this script
  --archive NAME        the archive to take. Default: on Linux x64 the one that brings its own Java, else
                        the portable one, which needs a JDK 25
  --prefix DIRECTORY    where to install. Default: ~/.local
  --uninstall           name the clients that need what this script installed, and remove it. Records and
                        settings in ~/.agentgate stay
  --help                show this
END
}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
from=${AGENTGATE_FROM:-$here}
archive=
prefix=
uninstall=
while [ $# -gt 0 ]; do
  case $1 in
    --from|--archive|--prefix)
      [ -n "${2:-}" ] || fail "$1 needs a value, see --help"
      case $1 in
        --from) from=$2 ;;
        --archive) archive=$2 ;;
        --prefix) prefix=$2 ;;
      esac
      shift 2 ;;
    --uninstall) uninstall=yes; shift ;;
    --help|-h) usage; exit 0 ;;
    *) fail "unknown option '$1', see --help" ;;
  esac
done
if [ -z "$prefix" ]; then
  [ -n "${HOME:-}" ] || fail "HOME is not set; give --prefix"
  prefix=$HOME/.local
fi
case $prefix in
  /*) ;;
  *) prefix=$PWD/$prefix ;;
esac
place=$prefix/share/agentgate
link=$prefix/bin/agentgate
page=$prefix/share/man/man1/agentgate.1

is_ours() { # LINK -> whether it is a link that this script made
  [ -h "$1" ] || return 1
  case $(readlink "$1") in
    "$place"/*) return 0 ;;
    *) return 1 ;;
  esac
}

warn_of_clients() { # afterwards nobody could tell any more which clients start what is about to go
  for installed in "$place/current" "$place"/*/; do
    [ -x "$installed/bin/agentgate" ] || continue
    if needing=$("$installed/bin/agentgate" connect --needing "$place" 2>/dev/null); then
      [ -n "$needing" ] || return 0
      {
        echo "install.sh: these entries of clients need what is removed now, and end working:"
        printf '%s\n' "$needing" | sed 's/^/  /'
        echo "Install AgentGate again to take them back with what is said behind each, or edit the files."
      } >&2
      return 0
    fi
  done
  echo "install.sh: the installed command does not run: look yourself for clients that still start it" >&2
}

refuse_while_running() { # they would go on without the files they are made of, and start no server any more
  running=$("$place/current/bin/agentgate" status 2>/dev/null) || return 0
  printf '%s\n' "$running" >&2
  fail "these run, and need what would be removed: end them first"
}

if [ -n "$uninstall" ]; then
  [ -d "$place" ] || fail "nothing is installed at $place"
  refuse_while_running
  warn_of_clients
  for ours in "$link" "$page"; do
    if is_ours "$ours"; then
      rm -f "$ours"
    fi
  done
  rmdir "$prefix/share/man/man1" "$prefix/share/man" 2>/dev/null || true
  rm -rf "$place/current" "$place"/.install.*
  for installed in "$place"/*/; do
    # What has no launcher is not of us.
    if [ -f "$installed/bin/agentgate" ] && [ -f "$installed/libexec/launch.sh" ]; then
      rm -rf "$installed"
    fi
  done
  rmdir "$place" 2>/dev/null || fail "left in place, because it is not of AgentGate: $place"
  echo "AgentGate is gone from $prefix. Records and settings stay in ${AGENTGATE_HOME:-~/.agentgate}."
  exit 0
fi

if [ -e "$link" ] || [ -h "$link" ]; then
  is_ours "$link" || fail "$link is there and not of this script: move it away"
fi

fetch() { # NAME TO
  case $from in
    http://*|https://*|file://*)
      if has curl; then
        curl --fail --silent --show-error --location --output "$2" "${from%/}/$1"
      elif has wget; then
        wget --quiet --output-document="$2" "${from%/}/$1"
      else
        fail "no curl and no wget: download the files yourself, then give their directory to --from"
      fi ;;
    *)
      [ -e "${from%/}/$1" ] || fail "there is no $1 in $from; see --from"
      cp -- "${from%/}/$1" "$2" ;;
  esac || fail "$1 is not to be had from $from"
}

sha256_of() { # FILE
  if has sha256sum; then
    sum=$(sha256sum < "$1")
  elif has shasum; then
    sum=$(shasum -a 256 < "$1")
  else
    fail "no sha256sum and no shasum: the archive cannot be checked"
  fi
  printf '%s\n' "${sum%% *}"
}

if [ -z "$archive" ]; then
  kind=zip
  # The archive's Java is made for glibc.
  if [ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] && [ -e /lib64/ld-linux-x86-64.so.2 ]; then
    kind=linux-x64.tar.gz
  fi
fi

# Everything happens in a directory of our own beside the place, which goes whatever happens.
made=
for directory in "$prefix" "$prefix/share" "$place" "$prefix/bin"; do
  if [ ! -d "$directory" ]; then
    mkdir -- "$directory" 2>/dev/null || mkdir -p -- "$directory" || fail "cannot make $directory"
    made="$directory
$made"
  fi
done
work=$(mktemp -d "$place/.install.XXXXXX")
clean_up() {
  rm -rf "$work"
  # Directories that were made for nothing go, too.
  printf '%s' "$made" | while IFS= read -r directory; do
    rmdir "$directory" 2>/dev/null || :
  done
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fetch SHA256SUMS "$work/SHA256SUMS"
if [ -z "$archive" ]; then
  archive=$(sed -n "s/^[0-9a-f]\{64\} [ *]\(agentgate-.*$kind\)\$/\1/p" "$work/SHA256SUMS")
  case $archive in
    '') fail "SHA256SUMS of $from names no agentgate-*.$kind" ;;
    *"
"*) fail "SHA256SUMS of $from names several; choose one with --archive:
$archive" ;;
  esac
fi
case $archive in
  */*|.*) fail "--archive is the name of a file in $from" ;;
esac
expected=$(awk -v name="$archive" '{ file = $2; sub(/^\*/, "", file); if (file == name) print $1 }' "$work/SHA256SUMS")
[ -n "$expected" ] || fail "SHA256SUMS of $from does not name $archive"
fetch "$archive" "$work/$archive"
found=$(sha256_of "$work/$archive")
[ "$found" = "$expected" ] \
  || fail "$archive is not what SHA256SUMS says; nothing is installed
  expected $expected
  found    $found"

mkdir "$work/unpacked"
case $archive in
  *.tar.gz) tar -xzf "$work/$archive" -C "$work/unpacked" ;;
  *.zip)
    has unzip || fail "no unzip: install it"
    unzip -q "$work/$archive" -d "$work/unpacked" ;;
  *) fail "$archive is neither a .tar.gz nor a .zip" ;;
esac
unpacked=$(ls "$work/unpacked")
[ -x "$work/unpacked/$unpacked/bin/agentgate" ] || fail "$archive is no archive of AgentGate"
"$work/unpacked/$unpacked/bin/agentgate" --version > "$work/version" \
  || fail "the unpacked command does not run; nothing is installed"
version=${unpacked#agentgate-}

if [ -e "$place/$version" ]; then
  mv -- "$place/$version" "$work/old"
fi
if ! mv -- "$work/unpacked/$unpacked" "$place/$version"; then
  [ ! -e "$work/old" ] || mv -- "$work/old" "$place/$version"
  fail "cannot write $place/$version"
fi
ln -sfn -- "$version" "$place/current"
ln -sf -- "$place/current/bin/agentgate" "$link"
manual=$place/current/share/man/man1/agentgate.1
if [ -e "$manual" ] && { is_ours "$page" || { [ ! -e "$page" ] && [ ! -h "$page" ]; }; }; then
  mkdir -p "$prefix/share/man/man1"
  ln -sf -- "$manual" "$page"
fi
made=

head -n 1 "$work/version"
echo "  is in    $place/$version"
echo "  command  $link"
case :${PATH:-}: in
  *:"$prefix/bin":*) command=agentgate ;;
  *)
    command=$link
    echo "  $prefix/bin is not in your PATH: add it, or use the whole path" ;;
esac
echo
echo "See it work:                  $command demo"
echo "Begin:                        $command init"
echo "Put it before your servers:   $command connect"
echo "Check the set-up:             $command doctor"
