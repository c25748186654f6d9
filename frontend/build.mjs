// Builds what is committed under src/homeward/web/static/web. Run by `make vendor`, by nobody else:
// the running system, the tests and CI use the committed files and need no Node.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const modules = join(here, 'node_modules')
const out = join(root, 'src/homeward/web/static/web')
const made = []

const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

function packageOf(name) {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
  return { name, version, licence: license }
}

function keep(source, target, base = root) {
  const path = join(base, target)
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(source, path)
  return path
}

function vendor(name, file, target) {
  const path = keep(join(modules, name, file), target)
  made.push({ file: target, ...packageOf(name), sha256: sha256(path) })
}

for (const folder of ['css', 'js', 'fonts']) rmSync(join(out, folder), { recursive: true, force: true })

const { css } = compile(join(here, 'scss/homeward.scss'), { style: 'compressed' })
mkdirSync(join(out, 'css'), { recursive: true })
writeFileSync(join(out, 'css/homeward.css'), css)
made.push({
  file: 'src/homeward/web/static/web/css/homeward.css',
  ...packageOf('govuk-frontend'),
  note: 'compiled together with the styles in frontend/scss',
  sha256: sha256(join(out, 'css/homeward.css'))
})

const web = 'src/homeward/web/static/web'
vendor('govuk-frontend', 'dist/govuk/govuk-frontend.min.js', `${web}/js/govuk-frontend.min.js`)
vendor('htmx.org', 'dist/htmx.min.js', `${web}/js/htmx.min.js`)
vendor('axe-core', 'axe.min.js', 'tests/vendor/axe.min.js')
for (const subset of ['latin', 'latin-ext']) {
  for (const weight of [400, 600, 700]) {
    vendor('@fontsource/noto-sans', `files/noto-sans-${subset}-${weight}-normal.woff2`, `${web}/fonts/noto-sans-${subset}-${weight}.woff2`)
  }
}
vendor('@fontsource/noto-sans', 'LICENSE', `${web}/fonts/LICENSE`)
keep(join(here, 'js/homeward.js'), `${web}/js/homeward.js`)
keep(join(here, 'icons/mark.svg'), `${web}/mark.svg`)
keep(join(here, 'icons/favicon.svg'), `${web}/favicon.svg`)

// The bundle names its source map, which is not served.
const govuk = join(out, 'js/govuk-frontend.min.js')
writeFileSync(govuk, readFileSync(govuk, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*$/m, '\n'))
made.find((entry) => entry.file.endsWith('govuk-frontend.min.js')).sha256 = sha256(govuk)

writeFileSync(join(out, 'vendor.json'), JSON.stringify(made, null, 2) + '\n')
console.log(`${made.length} files written`)
