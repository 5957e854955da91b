{ pkgs }: pkgs.buildEnv { Packages = []; }
