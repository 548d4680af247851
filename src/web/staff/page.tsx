import { QueryClientProvider } from '@tanstack/react-query';
import { Component, type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Button } from '../ui/button.tsx';
import { TriangleAlert } from '../ui/icons.ts';
import { ErrorState } from '../ui/parts.tsx';
import { createQueries } from './api.ts';
import { OfflineBanner } from './connection.tsx';
import { LanguageProvider } from './language.tsx';
import { useStaffWords } from './words.ts';

/** Starts a page for staff: language, queries, the offline line, and a last resort when something breaks. */
export function startPage(children: ReactNode): void {
  const element = document.querySelector('#app');
  if (!element) throw new Error('The page has no #app element');
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={createQueries()}>
        <LanguageProvider>
          <OfflineBanner />
          <Fence>{children}</Fence>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** A bug in one screen is shown as such, instead of an empty page. */
export class Fence extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const words = useStaffWords();
  return (
    <ErrorState
      icon={<TriangleAlert size={28} />}
      title={words.brokenPage}
      action={
        <Button tone="solid" onClick={() => location.reload()}>
          {words.reload}
        </Button>
      }
    >
      {words.safe}
    </ErrorState>
  );
}
