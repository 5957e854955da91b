{ pkgs }:
pkgs.mkShell {
  buildInputs = [
    pkgs.python311Packages.northwind
    (pkgs.python3.withPackages (ps: with ps; [ gale ps.breeze-http ]))
    # pkgs.python3Packages.squall
  ] ++ (with pkgs.nodePackages; [ gust ]);
}
