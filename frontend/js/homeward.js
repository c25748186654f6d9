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
