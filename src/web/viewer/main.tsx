import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/fonts-optional.css';
import '../ui/kit.css';
import '../ui/parts.css';
import './viewer.css';
import { createApi } from '../client/api.ts';
import { App } from './app.tsx';
import { createRouter } from './router.ts';
import { createTools, refreshMe, ToolsProvider } from './tools.tsx';

reloadWhenOutdated();
const tools = createTools(createApi(), createRouter());
void refreshMe(tools);
createRoot(document.getElementById('app')!).render(
  <ToolsProvider value={tools}>
    <App />
  </ToolsProvider>,
);

/** A page that was open over an upgrade asks for parts that are gone. It starts over once, on the new version. */
function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem('reloaded') === location.href) return;
    sessionStorage.setItem('reloaded', location.href);
    event.preventDefault();
    location.reload();
  });
}
