/** What a browser is given; made from the page's own sources. */
export const PAGE: { readonly html: string; readonly js: string; readonly css: string } = {
  html: '<!doctype html><title>Kintsugi</title><script src="/page.js" type="module"></script>',
  js: '',
  css: '',
};
