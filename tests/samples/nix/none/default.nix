{ pkgs }: { packages = []; lib = pkgs.lib.mkIf true; }
