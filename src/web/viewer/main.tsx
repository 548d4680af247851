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

const tools = createTools(createApi(), createRouter());
void refreshMe(tools);
createRoot(document.getElementById('app')!).render(
  <ToolsProvider value={tools}>
    <App />
  </ToolsProvider>,
);
