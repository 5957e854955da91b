{ outputs = { nixpkgs, ... }: { devShells.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.mkShell { packages = with nixpkgs.legacyPackages.x86_64-linux; [ claude-code jq ]; }; }; }
