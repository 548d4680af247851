import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/fonts-optional.css';
import '../ui/kit.css';
import '../ui/parts.css';
import { pageLanguage } from '../client/words.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Logo } from '../ui/parts.tsx';
import { useWords, Words } from './words.ts';

function App() {
  const words = useWords();
  return (
    <main className="state">
      <Logo />
      <h1>{words.title}</h1>
      <ButtonLink tone="solid" href="/sign-in">
        {words.signIn}
      </ButtonLink>
    </main>
  );
}

createRoot(document.getElementById('app')!).render(
  <Words language={pageLanguage()}>
    <App />
  </Words>,
);
