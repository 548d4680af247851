import { Button } from '../../ui/button.tsx';
import { Camera, Lock } from '../../staff/icons.ts';
import { useWords } from '../words.ts';
import type { CameraProblem } from './use-camera.ts';

/** Where this browser keeps the permission; people look for it in vain otherwise. */
function helpFor(words: ReturnType<typeof useWords>): readonly string[] {
  const agent = navigator.userAgent;
  if (/Firefox\//.test(agent)) return words.allowFirefox;
  if (/iPhone|iPad/.test(agent)) return words.allowIphone;
  if (/Android/.test(agent)) return words.allowAndroid;
  if (/Safari\//.test(agent) && !/Chrom/.test(agent)) return words.allowSafari;
  return words.allowChrome;
}

export function CameraTrouble({ problem, onRetry }: { problem: CameraProblem; onRetry: () => void }) {
  const words = useWords();
  return (
    <div className="trouble" role="alert">
      {problem === 'denied' ? <Lock size={26} /> : <Camera size={26} />}
      <h2>{words.cameraProblems[problem]}</h2>
      {problem === 'denied' ? (
        <ol>
          {helpFor(words).map((step, at) => (
            <li key={step}>
              <b>{at + 1}</b> {step}
            </li>
          ))}
        </ol>
      ) : (
        <p>{words.cameraHelp[problem]}</p>
      )}
      <Button tone="solid" onClick={onRetry}>
        {words.tryAgain}
      </Button>
    </div>
  );
}
