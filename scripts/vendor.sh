#!/bin/sh
# Fetches static/vendor/ again with the npm client: the files are committed unchanged, so that nothing is needed to run.
# Needs npm and node. To update a library: change its version here, run this, look at the difference, commit both.
set -eu
cd "$(dirname "$0")/../static"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p vendor/bootstrap vendor/htmx vendor/chartjs vendor/plex vendor/tabler

get() { # package@version -> $work/<name>/package
  mkdir -p "$work/$2"
  (cd "$work" && tar xzf "$(npm pack --silent "$1" | tail -n 1)" -C "$2")
}
get bootstrap@5.3.9 bootstrap
get htmx.org@2.0.11 htmx
get chart.js@4.6.1 chartjs
get @fontsource/ibm-plex-sans-arabic@5.3.0 plex
get @tabler/icons@3.52.0 tabler

cp "$work"/bootstrap/package/dist/css/bootstrap.min.css "$work"/bootstrap/package/dist/css/bootstrap.rtl.min.css \
   "$work"/bootstrap/package/dist/js/bootstrap.bundle.min.js "$work"/bootstrap/package/LICENSE vendor/bootstrap/
cp "$work"/htmx/package/dist/htmx.min.js "$work"/htmx/package/LICENSE vendor/htmx/
cp "$work"/chartjs/package/dist/chart.umd.min.js "$work"/chartjs/package/LICENSE.md vendor/chartjs/
for weight in 400 600; do
  for set in arabic latin; do
    cp "$work/plex/package/files/ibm-plex-sans-arabic-$set-$weight-normal.woff2" vendor/plex/
  done
done
cp "$work"/plex/package/LICENSE vendor/plex/
cp "$work"/tabler/package/LICENSE vendor/tabler/

# One sprite of the icons that we use: {% icon "search" %}. Names: tabler icons, outline.
ICONS="alert-circle alert-triangle arrow-narrow-right arrows-exchange ban bed bell book building-community calendar certificate
chart-bar check chevron-down chevron-right circle-check circle-dashed clipboard-check clock cloud-off copy device-floppy dots download
edit equal eye eye-off file-spreadsheet filter heart-handshake help-circle history home home-heart id info-circle language layout-dashboard
list-check lock login logout map-pin menu-2 mood-kid needle-thread phone player-pause plus printer rotate search settings shield-lock
table trash upload user user-plus users users-group wheelchair wave-sine x"
# Our own shapes, drawn for the chips and the trends.
OWN='<symbol id="disc" viewBox="0 0 24 24"><circle cx="12" cy="12" r="6" fill="currentColor"/></symbol>
<symbol id="half" viewBox="0 0 24 24"><circle cx="12" cy="12" r="7" fill="none" stroke="currentColor" stroke-width="2"/><path d="M12 5a7 7 0 0 1 0 14z" fill="currentColor"/></symbol>
<symbol id="up" viewBox="0 0 24 24"><path d="M12 6l8 12H4z" fill="currentColor"/></symbol>
<symbol id="down" viewBox="0 0 24 24"><path d="M12 18L4 6h16z" fill="currentColor"/></symbol>'
ICONS="$ICONS" OWN="$OWN" SRC="$work/tabler/package/icons/outline" node -e '
const fs = require("fs");
const symbols = process.env.ICONS.trim().split(/\s+/).map((name) => {
  const svg = fs.readFileSync(`${process.env.SRC}/${name}.svg`, "utf8");
  const body = svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none"[^>]*>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
});
fs.writeFileSync("vendor/tabler/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n${process.env.OWN}\n</svg>\n`);
'
cat > vendor/README.md <<'END'
# Third-party files

Fetched by `scripts/vendor.sh` (npm client), committed unchanged; no page asks another host for anything.

| folder | package | version | licence |
|---|---|---|---|
| `bootstrap/` | bootstrap | 5.3.9 | MIT (`bootstrap/LICENSE`) |
| `htmx/` | htmx.org | 2.0.11 | 0BSD (`htmx/LICENSE`) |
| `chartjs/` | chart.js | 4.6.1 | MIT (`chartjs/LICENSE.md`) |
| `plex/` | @fontsource/ibm-plex-sans-arabic | 5.3.0 | SIL Open Font License 1.1 (`plex/LICENSE`) |
| `tabler/` | @tabler/icons | 3.52.0 | MIT (`tabler/LICENSE`); `icons.svg` gathers the outlines that we use, with four shapes of our own |
END
cat vendor/README.md
