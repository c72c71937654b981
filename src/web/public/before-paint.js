// Runs before the first paint, so that a chosen theme or language never flashes. A file, because the CSP allows no inline script.
try {
  const theme = localStorage.getItem('oriel.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const language = localStorage.getItem('oriel.language') ?? navigator.language;
  document.documentElement.lang = language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
} catch {
  // Storage is switched off: the system's theme and the browser's language hold.
}
