import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/kit.css';
import '../ui/parts.css';
import '../staff/staff.css';
import './office.css';
import { RouterProvider } from '@tanstack/react-router';
import { startPage } from '../staff/page.tsx';
import { SignInGate } from '../staff/session.tsx';
import { createOfficeRouter } from './router.tsx';

const router = createOfficeRouter();
startPage(
  <SignInGate>
    <RouterProvider router={router} />
  </SignInGate>,
);
