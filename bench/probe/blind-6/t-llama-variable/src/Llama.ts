import { Sprite } from "pixi.js";

export class Llama extends Sprite {
  spit(): void {
    this.emit("llama:spit", { power: 3 });
  }
}

export const llama = new Llama();
