// Runs before the first paint, so that a chosen theme or language never flashes. A file, because the CSP allows no inline script.
try {
  const { theme, language = navigator.language } = JSON.parse(localStorage.getItem('oriel.preferences') ?? '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (language.toLowerCase().startsWith('zh')) document.documentElement.lang = 'zh-CN';
} catch {
  // Storage is switched off: the system's theme and English hold until the page runs.
}
