import { open, plantShop } from '../shop.ts';

/** Where the inspector is; the tree of its observer has nothing to do with what it shows. */
export async function inspectorUrl(): Promise<string> {
  const { url } = await open(plantShop().tree);
  return new URL('/inspector', url).href;
}
