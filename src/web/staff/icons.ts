/** Every icon of the staff's screens: the shoppers' and these. One import each. Lucide, ISC. */
export * from '../ui/icons.ts';
export { default as ArrowRight } from 'lucide-react/icons/arrow-right';
export { default as Camera } from 'lucide-react/icons/camera';
export { default as CircleAlert } from 'lucide-react/icons/circle-alert';
export { default as Ellipsis } from 'lucide-react/icons/ellipsis';
export { default as ExternalLink } from 'lucide-react/icons/external-link';
export { default as GripVertical } from 'lucide-react/icons/grip-vertical';
export { default as Import } from 'lucide-react/icons/import';
export { default as Keyboard } from 'lucide-react/icons/keyboard';
export { default as ListChecks } from 'lucide-react/icons/list-checks';
export { default as Mic } from 'lucide-react/icons/mic';
export { default as MicOff } from 'lucide-react/icons/mic-off';
export { default as Pen } from 'lucide-react/icons/pen';
export { default as Radio } from 'lucide-react/icons/radio';
export { default as SwitchCamera } from 'lucide-react/icons/switch-camera';
export { default as UserX } from 'lucide-react/icons/user-x';
export { default as Zap } from 'lucide-react/icons/zap';
export { default as Minus } from 'lucide-react/icons/minus';
