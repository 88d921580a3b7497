(function () {
  var kept = null;
  try { kept = localStorage.getItem('zg-theme'); } catch (refused) { /* storage switched off */ }
  if (kept !== 'dark' && kept !== 'light') kept = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-bs-theme', kept);
})();
