import type { ProductInput } from '#contract/catalog.ts';

/** The demo's shops, people and goods. Invented, and labelled as a demo wherever they appear. */
export interface DemoProduct extends Omit<ProductInput, 'variants' | 'optionNames' | 'status'> {
  readonly picture: string;
  readonly option?: string;
  /** One row per variant: option value, SKU, price in cents, units. */
  readonly variants: readonly { readonly value?: string; readonly sku: string; readonly priceMinor: number; readonly left: number }[];
  readonly passport: Readonly<Record<string, string>>;
}
export interface DemoShop {
  readonly slug: string;
  readonly name: string;
  readonly legalName: string;
  readonly city: string;
  readonly about: string;
  readonly picture: string;
  readonly host: { readonly name: string; readonly email: string; readonly picture: string };
  readonly products: readonly DemoProduct[];
}

const kitchenPassport = (batch: string, materials: string, usage: string): Record<string, string> => ({
  brand: 'Atelier Vuur',
  originCountry: 'BE',
  originPlace: 'Ghent',
  manufacturer: 'Atelier Vuur BV, Nieuwewandeling 8, 9000 Gent, hallo@ateliervuur.example',
  materials,
  batch,
  usage,
  resellerProof: 'Own brand',
  certificates: 'Declaration of conformity for food contact, Regulation (EC) 1935/2004',
  safetyWarnings: 'Handles get hot. Keep out of reach of children.',
  warranty: '2 years by law',
  afterSales: 'Repairs in Ghent, hallo@ateliervuur.example',
  returnPolicy: '14 days',
});

const farmPassport = (batch: string, materials: string, netContent: string): Record<string, string> => ({
  brand: 'Hoeve Zonneberg',
  originCountry: 'BE',
  originPlace: 'Genk',
  manufacturer: 'Hoeve Zonneberg, Bergstraat 12, 3600 Genk, pieter@zonneberg.example',
  materials,
  allergens: 'None',
  batch,
  expiry: 'Best before November 2028',
  netContent,
  usage: 'Keep dry and out of the sun.',
  resellerProof: 'Own harvest',
  certificates: 'Registered producer, FAVV 2.123.456.789',
  safetyWarnings: 'Not for children under 12 months.',
  returnPolicy: '14 days while sealed',
});

const jewelPassport = (materials: string): Record<string, string> => ({
  brand: 'Linde & Co',
  originCountry: 'BE',
  originPlace: 'Antwerp',
  manufacturer: 'Linde & Co BV, Hoveniersstraat 3, 2018 Antwerpen, atelier@linde.example',
  materials,
  batch: 'Numbered piece',
  certificates: 'Hallmark 585, assay office Antwerp',
  resellerProof: 'Own brand',
  safetyWarnings: 'Contains no nickel.',
  warranty: '2 years by law, 10 years on settings',
  afterSales: 'Resizing and repairs in Antwerp',
  usage: 'Clean with lukewarm water.',
  returnPolicy: '14 days',
});

export const SHOPS: readonly DemoShop[] = [
  {
    slug: 'atelier-vuur',
    name: 'Atelier Vuur',
    legalName: 'Atelier Vuur BV',
    city: 'Ghent',
    about: 'Steel and enamel for kitchens that cook. Pressed, enamelled and repaired in Ghent since 2011.',
    picture: 'pan',
    host: { name: 'Marit de Wael', email: 'marit@ateliervuur.example', picture: 'person-marit' },
    products: [
      {
        title: 'Blued-steel pan',
        vendor: 'Vuurvast',
        description: 'Pressed from one sheet of 2.5 mm steel and blued over fire. Season it once; it gets better every month.',
        category: 'general',
        paper: 'sky',
        picture: 'pan',
        option: 'Size',
        variants: [
          { value: '24 cm', sku: 'VV-24', priceMinor: 6500, left: 40 },
          { value: '28 cm', sku: 'VV-28', priceMinor: 9400, left: 60 },
          { value: '32 cm', sku: 'VV-32', priceMinor: 10900, left: 0 },
        ],
        passport: kitchenPassport(
          'VV-2641',
          'Carbon steel 99%, no coating',
          'All hobs, induction too. Dry after washing and rub with oil.',
        ),
      },
      {
        title: 'Ash fish slice',
        vendor: 'Vuurvast',
        description: 'Thin at the edge, strong in the neck. Turned from Ardennes ash.',
        category: 'general',
        paper: 'stone',
        picture: 'spoon',
        variants: [{ sku: 'SP-01', priceMinor: 1850, left: 120 }],
        passport: kitchenPassport('SP-118', 'Ash wood, linseed oil', 'Wash by hand.'),
      },
      {
        title: 'Enamel soup pot',
        vendor: 'Vuurvast',
        description: 'Two layers of enamel on steel, with a lid that sits.',
        category: 'general',
        paper: 'blush',
        picture: 'pot',
        option: 'Content',
        variants: [
          { value: '3 l', sku: 'EM-3L', priceMinor: 8900, left: 18 },
          { value: '5 l', sku: 'EM-5L', priceMinor: 11_200, left: 25 },
        ],
        passport: kitchenPassport('EM-407', 'Steel, enamel without lead or cadmium', 'All hobs, oven to 250 °C, dishwasher.'),
      },
      {
        title: 'Enamel fondue set',
        vendor: 'Vuurvast',
        description: 'Pot, burner, six forks. The burner is repairable.',
        category: 'general',
        paper: 'butter',
        picture: 'fondue',
        variants: [{ sku: 'FD-01', priceMinor: 9900, left: 12 }],
        passport: kitchenPassport('FD-118', 'Enamelled steel, ash, brass', 'Use burning paste only.'),
      },
      {
        title: 'Office knife, 9 cm',
        vendor: 'Vuurvast',
        description: 'Small, stiff and easy to sharpen.',
        category: 'general',
        paper: 'sage',
        picture: 'knife',
        variants: [{ sku: 'KN-09', priceMinor: 2400, left: 44 }],
        passport: kitchenPassport('KN-330', 'Steel 14C28N, ash', 'Wash by hand, sharpen at 15 degrees.'),
      },
      {
        title: 'Salt mill, olive wood',
        vendor: 'Vuurvast',
        description: 'Ceramic works, from coarse to powder.',
        category: 'general',
        paper: 'lilac',
        picture: 'salt',
        variants: [{ sku: 'SM-OL', priceMinor: 3600, left: 30 }],
        passport: kitchenPassport('SM-021', 'Olive wood, ceramic', 'Dry salt only.'),
      },
      {
        title: 'Beeswax for steel, 50 g',
        vendor: 'Vuurvast',
        description: 'Rub it on a warm pan, wipe, done.',
        category: 'general',
        paper: 'butter',
        picture: 'candle',
        variants: [{ sku: 'BW-50', priceMinor: 950, left: 200 }],
        passport: kitchenPassport('BW-077', 'Beeswax, linseed oil', 'On a warm pan, thinly.'),
      },
      {
        title: 'Ash basket',
        vendor: 'Vuurvast',
        description: 'Woven from the same ash as our handles.',
        category: 'general',
        paper: 'sand',
        picture: 'basket',
        option: 'Size',
        variants: [
          { value: 'Small', sku: 'BA-S', priceMinor: 4200, left: 9 },
          { value: 'Large', sku: 'BA-L', priceMinor: 5600, left: 6 },
        ],
        passport: kitchenPassport('BA-015', 'Ash', 'Keep dry.'),
      },
    ],
  },
  {
    slug: 'hoeve-zonneberg',
    name: 'Hoeve Zonneberg',
    legalName: 'Hoeve Zonneberg',
    city: 'Genk',
    about: 'Honey, herbs and vegetables from nine hectares of heath. We pick when you order.',
    picture: 'honey',
    host: { name: 'Pieter Claes', email: 'pieter@zonneberg.example', picture: 'person-pieter' },
    products: [
      {
        title: 'Heather honey',
        vendor: 'Hoeve Zonneberg',
        description: 'First of the year, cold-pressed, a little bitter.',
        category: 'food',
        paper: 'butter',
        picture: 'honey',
        option: 'Jar',
        variants: [
          { value: '250 g', sku: 'HH-250', priceMinor: 790, left: 80 },
          { value: '500 g', sku: 'HH-500', priceMinor: 1390, left: 60 },
        ],
        passport: farmPassport('HH-2026-1', 'Heather honey 100%', '250 g or 500 g'),
      },
      {
        title: 'Pickled garden, 720 ml',
        vendor: 'Hoeve Zonneberg',
        description: 'Whatever was ripe on the day.',
        category: 'food',
        paper: 'mint',
        picture: 'jar',
        variants: [{ sku: 'PG-720', priceMinor: 890, left: 35 }],
        passport: farmPassport('PG-26-31', 'Cucumber, carrot, vinegar, dill, salt', '720 ml'),
      },
      {
        title: 'Forest mushrooms, dried',
        vendor: 'Hoeve Zonneberg',
        description: 'Grown on oak, dried on racks.',
        category: 'food',
        paper: 'sand',
        picture: 'mushroom',
        variants: [{ sku: 'FM-40', priceMinor: 1150, left: 22 }],
        passport: farmPassport('FM-26-09', 'Shiitake 100%', '40 g'),
      },
      {
        title: 'Farm cheese, half',
        vendor: 'Hoeve Zonneberg',
        description: 'Raw milk, nine months.',
        category: 'food',
        paper: 'sage',
        picture: 'cheese',
        variants: [{ sku: 'FC-05', priceMinor: 1680, left: 14 }],
        passport: farmPassport('FC-26-04', 'Raw cow’s milk, rennet, salt', '900 g'),
      },
    ],
  },
  {
    slug: 'linde-co',
    name: 'Linde & Co',
    legalName: 'Linde & Co BV',
    city: 'Antwerp',
    about: 'Old gold, new rings. Every piece is shown from all sides, with what is wrong with it.',
    picture: 'ring',
    host: { name: 'Linde Peeters', email: 'linde@linde.example', picture: 'person-linde' },
    products: [
      {
        title: 'Old gold ring, blue topaz',
        vendor: 'Linde & Co',
        description: 'Remade from three old rings. 585 gold.',
        category: 'general',
        paper: 'sky',
        picture: 'ring',
        option: 'Size',
        variants: [
          { value: '52', sku: 'RG-52', priceMinor: 48_000, left: 1 },
          { value: '54', sku: 'RG-54', priceMinor: 48_000, left: 1 },
          { value: '56', sku: 'RG-56', priceMinor: 48_000, left: 0 },
        ],
        passport: jewelPassport('Gold 585, topaz'),
      },
      {
        title: 'Pearl necklace, 45 cm',
        vendor: 'Linde & Co',
        description: 'Knotted between every pearl.',
        category: 'general',
        paper: 'lilac',
        picture: 'necklace',
        variants: [{ sku: 'NK-45', priceMinor: 29_500, left: 3 }],
        passport: jewelPassport('Freshwater pearls, silk, gold 585'),
      },
      {
        title: 'Hand mirror, brass',
        vendor: 'Linde & Co',
        description: 'Around 1930, silvering redone.',
        category: 'second_hand',
        paper: 'blush',
        picture: 'mirror',
        variants: [{ sku: 'MR-30', priceMinor: 8800, left: 2 }],
        passport: jewelPassport('Brass, glass'),
      },
    ],
  },
];
