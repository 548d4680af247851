export type Theme = 'light' | 'dark';

/** What the page's first script chose, from the saved wish or the system. */
export const pageTheme = (): Theme => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light');

export function setTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // A browser without storage keeps the choice for this page only.
  }
}
