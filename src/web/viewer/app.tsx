import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Language } from '#contract/common.ts';
import { ask } from '../client/api.ts';
import { useStore } from '../client/store.ts';
import { pageLanguage, switchLanguage } from '../client/words.tsx';
import { Toast } from '../ui/parts.tsx';
import { Home } from './home.tsx';
import { Missing } from './problems.tsx';
import type { Route } from './router.ts';
import { Shell } from './shell.tsx';
import { Waiting } from './states.tsx';
import { useTools } from './tools.tsx';
import { Words } from './words.ts';

const ShowPage = lazy(() => import('./show/show-page.tsx'));
const ShopPage = lazy(() => import('./pages/shop.tsx'));
const ChannelPage = lazy(() => import('./channel/channel-page.tsx'));
const ProductPage = lazy(() => import('./pages/product.tsx'));
const ClipPage = lazy(() => import('./pages/clip.tsx'));
const CountingPage = lazy(() => import('./counting/counting-page.tsx'));
const OrdersPage = lazy(() => import('./pages/orders.tsx'));
const OrderPage = lazy(() => import('./pages/order.tsx'));
const PayReturn = lazy(() => import('./pages/pay-return.tsx'));
const SignIn = lazy(() => import('./account/sign-in.tsx'));
const Account = lazy(() => import('./account/account.tsx'));

export function App() {
  const { api, router, toast } = useTools();
  const route = router.useRoute();
  const message = useStore(toast);
  const [language, setLanguage] = useState<Language>(pageLanguage);
  const pick = (next: Language) => {
    setLanguage(next);
    void switchLanguage(next, (chosen) => ask(api.PUT('/api/me/language', { body: { language: chosen } })));
  };

  return (
    <Words language={language}>
      <Suspense fallback={<Waiting />}>
        {pageOf(route, (page) => (
          <Shell route={route} onLanguage={pick}>
            {page}
          </Shell>
        ))}
      </Suspense>
      {message ? <Toast onDone={() => toast.set(null)}>{message}</Toast> : null}
    </Words>
  );
}

/** A show fills the screen; every other page stands under the awning. */
function pageOf(route: Route, inShell: (page: ReactNode) => ReactNode): ReactNode {
  const { params, query } = route;
  switch (route.page) {
    case 'show':
      return <ShowPage key={params['show']} showId={params['show']!} inShell={inShell} />;
    case 'clip':
      return inShell(<ClipPage key={params['clip']} clipId={params['clip']!} />);
    case 'counting':
      return inShell(<CountingPage key={params['show']} show={params['show']!} />);
    case 'payReturn':
      return <PayReturn orderId={query.get('order') ?? ''} linkKey={query.get('k')} />;
    case 'signIn':
    case 'signUp':
      return <SignIn key={route.page} isNew={route.page === 'signUp'} next={query.get('next')} />;
    case 'home':
    case 'upcoming':
    case 'replays':
      return inShell(<Home view={route.page} search={query.get('q') ?? ''} />);
    case 'shop':
      return inShell(<ShopPage key={params['shop']} slug={params['shop']!} />);
    case 'channel':
      return <ChannelPage key={params['shop']} slug={params['shop']!} inShell={inShell} />;
    case 'product':
      return inShell(<ProductPage key={route.path} shop={params['shop']!} handle={params['handle']!} wanted={query.get('variant')} />);
    case 'orders':
      return inShell(<OrdersPage />);
    case 'order':
      return inShell(<OrderPage key={params['order']} orderId={params['order']!} linkKey={query.get('k')} />);
    case 'account':
      return inShell(<Account />);
    case 'missing':
      return inShell(<Missing />);
  }
}
