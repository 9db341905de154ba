# shellcheck shell=bash source=/dev/null
#
# Makes the images that the docker runtime pulls where there is a registry, from the
# distribution's packages, Go's modules, and a build of skupper-router if SKUPPER_ROUTER names the
# folder that it was installed into. Sourced by ci/air-gapped.sh, which gives `say`, `die`,
# `install_missing`, $DIR and a docker client that reaches the engine. Each image is made once.

# A Java runtime on the distribution that this machine runs.
readonly BASE_IMAGE=spillway/jre:air-gapped
# The name under which Toxiproxy's own image is published: who asks for it finds this one.
readonly TOXIPROXY_VERSION=2.12.0
readonly TOXIPROXY_IMAGE=ghcr.io/shopify/toxiproxy:$TOXIPROXY_VERSION
# HAProxy and nginx as the distribution has them, under the names that their drivers ask for. What
# they are reports say: the program is asked.
readonly BALANCERS_IMAGE=spillway/balancers:air-gapped
readonly BALANCERS_NAMES=(haproxy:3.2-alpine nginx:1.28-alpine)
readonly SKUPPER_ROUTER_IMAGE=quay.io/skupper/skupper-router:3.5.1
# Toxiproxy's go.mod asks for Go 1.23; Debian 12 has 1.19. Toolchains are Go modules too.
readonly GO_MINOR_NEEDED=23
readonly GO_TOOLCHAIN=go1.23.12

have_image() { [ -n "$(docker images -q "$1")" ]; }

make_base_image() {
  have_image "$BASE_IMAGE" && {
    say "image $BASE_IMAGE is there"
    return 0
  }
  local jre=openjdk-17-jre-headless
  [ -n "$(apt-cache madison "$jre")" ] || jre=default-jre-headless
  unpack_distribution "$BASE_IMAGE" "$jre" ca-certificates
  import_distribution "$BASE_IMAGE"
}

make_balancers_image() {
  have_image "$BALANCERS_IMAGE" || {
    unpack_distribution "$BALANCERS_IMAGE" haproxy nginx libnginx-mod-stream
    import_distribution "$BALANCERS_IMAGE"
  }
  local name
  for name in "${BALANCERS_NAMES[@]}"; do
    have_image "$name" && {
      say "image $name is there"
      continue
    }
    docker tag "$BALANCERS_IMAGE" "$name"
  done
}

# Of the build in the folder SKUPPER_ROUTER; at the same place in the image, as its paths are built in.
make_skupper_router_image() {
  have_image "$SKUPPER_ROUTER_IMAGE" && {
    say "image $SKUPPER_ROUTER_IMAGE is there"
    return 0
  }
  local prefix=${SKUPPER_ROUTER%/} packages
  [ -x "$prefix/sbin/skrouterd" ] || die "SKUPPER_ROUTER=$prefix: there is no $prefix/sbin/skrouterd"
  mapfile -t packages < <(libraries_of "$prefix/sbin/skrouterd" "$prefix")
  wait "$!" || exit 1 # it has said why
  unpack_distribution "$SKUPPER_ROUTER_IMAGE" "${packages[@]}" libsasl2-modules # for ANONYMOUS
  mkdir -p "$DIR/distribution$(dirname "$prefix")"
  cp -a "$prefix" "$DIR/distribution$prefix"
  import_distribution "$SKUPPER_ROUTER_IMAGE" \
    --change "ENV PATH=$prefix/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    --change "ENV LD_LIBRARY_PATH=$prefix/lib"
}

# The packages with the libraries that the program $1 needs beside those in the folder $2.
libraries_of() {
  local library package
  LD_LIBRARY_PATH=$2/lib ldd "$1" | awk '/=> \// { print $3 }' | while read -r library; do
    case $library in
      "$2"/*) continue ;;
      # Also where this machine has a Python of its own beside the distribution's.
      */libpython3.*) package=$(basename "$library" | sed 's/\.so.*//') ;;
      *) package=$(package_of "$(readlink -f "$library")") ;;
    esac
    [ -n "$package" ] || die "no package has the library $library"
    printf '%s\n' "$package"
  done | sort -u
}

# The package that the file $1 is of, by the name that it has now or had before /usr was merged.
package_of() {
  { dpkg -S "$1" 2>/dev/null || dpkg -S "${1#/usr}" 2>/dev/null || true; } | sed -n '1s/:.*//p'
}

# Unpacks the distribution with the packages $2... for the image $1 into $DIR/distribution.
unpack_distribution() {
  local image=$1 root=$DIR/distribution codename components=main packages mirror
  shift
  install_missing debootstrap=debootstrap tar=tar
  packages=$(IFS=,; printf '%s' "$*")
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:?}")
  [ "$(. /etc/os-release && printf '%s' "$ID")" != ubuntu ] || components=main,universe
  mirror=$(apt-get indextargets --format "\$(CREATED_BY) \$(CODENAME) \$(COMPONENT) \$(REPO_URI)" |
    awk -v codename="$codename" '$1 == "Packages" && $2 == codename && $3 == "main" { print $4; exit }')
  [ -n "$mirror" ] || die "apt knows no mirror of $codename main; see /etc/apt/sources.list*"
  say "making $image: $codename and $* from $mirror (about a minute)"
  rm -rf "$root"
  debootstrap --variant=minbase --components="$components" \
    --include="$packages" "$codename" "$root" "$mirror" >"$DIR/debootstrap.log" 2>&1 || {
    tail -n 20 "$DIR/debootstrap.log" >&2
    die "debootstrap failed (its last lines are above)"
  }
}

# Makes $DIR/distribution the image $1, with docker import's further arguments.
import_distribution() {
  local image=$1 root=$DIR/distribution
  shift
  tar -C "$root" --exclude=./var/cache/apt/archives/*.deb --exclude=./var/lib/apt/lists/* \
    --exclude=./usr/share/doc/* --exclude=./usr/share/man/* --exclude=./usr/share/locale/* \
    -c . | docker import "$@" - "$image" >/dev/null
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
