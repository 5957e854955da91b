{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  outputs = { nixpkgs, ... }:
    let pkgs = import nixpkgs { system = "x86_64-linux"; config.allowUnfree = true; };
    in { devShells.x86_64-linux.default = pkgs.mkShell { packages = [ pkgs.nodejs_22 pkgs.claude-code pkgs.jq ]; }; };
}
