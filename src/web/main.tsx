/** The page's entry: what was chosen, the language, the answers that are kept, the router. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/theme.css';
import { queryClient } from './api/queries.ts';
import { firstLanguage, LanguageProvider } from './i18n/language.tsx';
import { loadPreferences, usePreferences } from './shell/preferences.ts';
import { router } from './shell/router.tsx';

function Page() {
  const { language = firstLanguage() } = usePreferences();
  return (
    <LanguageProvider language={language}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageProvider>
  );
}

void loadPreferences();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
