import { PageHead } from '../../staff/page-head.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useWords } from '../words.ts';

export default function Section() {
  const words = useWords();
  const { orgName } = useOrganisation();
  return <PageHead title={words.imports} under={orgName} />;
}
