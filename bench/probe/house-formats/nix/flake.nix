{
  outputs = { nixpkgs, ... }: {
    devShells.x86_64-linux.default = with nixpkgs.legacyPackages.x86_64-linux; mkShell {
      packages = [ (python3.withPackages (ps: with ps; [ openai requests ])) ];
    };
  };
}
