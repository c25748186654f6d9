// Small conveniences on top of pages that work without any script.
const components = document.querySelector('link[rel="modulepreload"][data-govuk]')

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
if (components) {
  import(components.href).then(({ initAll }) => initAll())
}

// Print what a reader could open: the working belongs on the sheet.
let openedForPrint = []
addEventListener('beforeprint', () => {
  openedForPrint = [...document.querySelectorAll('details:not([open])')]
  openedForPrint.forEach((details) => { details.open = true })
})
addEventListener('afterprint', () => {
  openedForPrint.forEach((details) => { details.open = false })
})

// An open group of the navigation closes when one goes elsewhere.
const groups = document.querySelectorAll('.hw-nav details')
function closeGroups (except) {
  groups.forEach((group) => { if (group !== except) group.open = false })
}
addEventListener('click', (event) => closeGroups(event.target.closest('.hw-nav details')))
addEventListener('keydown', (event) => {
  const open = document.querySelector('.hw-nav details[open]')
  if (event.key !== 'Escape' || !open) return
  open.open = false
  open.querySelector('summary').focus()
})
