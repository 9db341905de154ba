# shellcheck shell=bash source=/dev/null
#
# Makes the images that the docker runtime pulls where there is a registry, from the
# distribution's packages and Go's modules. Sourced by ci/air-gapped.sh, which gives `say`, `die`,
# `install_missing`, $DIR and a docker client that reaches the engine. Each image is made once.

# A Java runtime on the distribution that this machine runs.
readonly BASE_IMAGE=spillway/jre:air-gapped
# The name under which Toxiproxy's own image is published: who asks for it finds this one.
readonly TOXIPROXY_VERSION=2.12.0
readonly TOXIPROXY_IMAGE=ghcr.io/shopify/toxiproxy:$TOXIPROXY_VERSION
# Toxiproxy's go.mod asks for Go 1.23; Debian 12 has 1.19. Toolchains are Go modules too.
readonly GO_MINOR_NEEDED=23
readonly GO_TOOLCHAIN=go1.23.12

have_image() { [ -n "$(docker images -q "$1")" ]; }

make_base_image() {
  have_image "$BASE_IMAGE" && {
    say "image $BASE_IMAGE is there"
    return 0
  }
  install_missing debootstrap=debootstrap tar=tar
  local codename components=main jre=openjdk-17-jre-headless root=$DIR/base
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:?}")
  [ "$(. /etc/os-release && printf '%s' "$ID")" != ubuntu ] || components=main,universe
  [ -n "$(apt-cache madison "$jre")" ] || jre=default-jre-headless
  local mirror
  mirror=$(apt-get indextargets --format "\$(CREATED_BY) \$(CODENAME) \$(COMPONENT) \$(REPO_URI)" |
    awk -v codename="$codename" '$1 == "Packages" && $2 == codename && $3 == "main" { print $4; exit }')
  [ -n "$mirror" ] || die "apt knows no mirror of $codename main; see /etc/apt/sources.list*"
  say "making $BASE_IMAGE: $codename and $jre from $mirror (about a minute)"
  rm -rf "$root"
  debootstrap --variant=minbase --components="$components" \
    --include="$jre,ca-certificates" "$codename" "$root" "$mirror" >"$DIR/debootstrap.log" 2>&1 || {
    tail -n 20 "$DIR/debootstrap.log" >&2
    die "debootstrap failed (its last lines are above)"
  }
  tar -C "$root" --exclude=./var/cache/apt/archives/*.deb --exclude=./var/lib/apt/lists/* \
    --exclude=./usr/share/doc/* --exclude=./usr/share/man/* --exclude=./usr/share/locale/* \
    -c . | docker import - "$BASE_IMAGE" >/dev/null
  rm -rf "$root"
}

# The program in the image, also for tests that hold the embedded server to the original.
toxiproxy_binary() { printf '%s' "$DIR/cache/toxiproxy-$TOXIPROXY_VERSION/server"; }

make_toxiproxy_image() {
  local bin=$DIR/cache/toxiproxy-$TOXIPROXY_VERSION
  have_image "$TOXIPROXY_IMAGE" && {
    say "image $TOXIPROXY_IMAGE is there"
    [ -x "$bin/server" ] || take_toxiproxy_out_of_its_image "$bin"
    return 0
  }
  [ -x "$bin/server" ] || build_toxiproxy "$bin"
  say "making $TOXIPROXY_IMAGE"
  tar -C "$bin" --owner=0 --group=0 --transform='s|server|toxiproxy|' -c server |
    docker import --change 'ENTRYPOINT ["/toxiproxy"]' --change 'CMD ["-host=0.0.0.0"]' \
      --change 'EXPOSE 8474' - "$TOXIPROXY_IMAGE" >/dev/null
}

take_toxiproxy_out_of_its_image() { # into the folder $1
  local container
  mkdir -p "$1"
  container=$(docker create "$TOXIPROXY_IMAGE")
  docker cp "$container:/toxiproxy" "$1/server" >/dev/null
  docker rm "$container" >/dev/null
}

build_toxiproxy() { # into the folder $1
  local go modules=$DIR/cache/go module=github.com/Shopify/toxiproxy/v2
  install_missing go=golang-go
  go=$(command -v go)
  export GOPATH=$modules GOFLAGS=-modcacherw GOTOOLCHAIN=local
  if [ "$("$go" version | sed -n 's/.* go1\.\([0-9]*\).*/\1/p')" -lt "$GO_MINOR_NEEDED" ]; then
    say "fetching $GO_TOOLCHAIN as a module: $("$go" version) is too old for Toxiproxy"
    local toolchain
    toolchain=golang.org/toolchain@v0.0.1-$GO_TOOLCHAIN.linux-$("$go" env GOARCH)
    GO111MODULE=on "$go" mod download "$toolchain" >&2 || die "Go could not download $toolchain"
    go=$modules/pkg/mod/$toolchain/bin/go
    # A module's files are never executable.
    chmod +x "${go%/go}"/* "${go%/bin/go}"/pkg/tool/*/*
  fi
  say "building Toxiproxy $TOXIPROXY_VERSION with $(env -u GOROOT "$go" version) (under a minute)"
  env -u GOROOT CGO_ENABLED=0 GOBIN="$1" "$go" install -trimpath \
    -ldflags "-s -w -X $module.Version=$TOXIPROXY_VERSION" \
    "$module/cmd/server@v$TOXIPROXY_VERSION" >"$DIR/go.log" 2>&1 || {
    tail -n 20 "$DIR/go.log" >&2
    die "Go could not build Toxiproxy (its last lines are above)"
  }
  rm -rf "$modules"
}
