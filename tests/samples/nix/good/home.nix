{ pkgs, ... }:
{
  home.packages = with pkgs; [ northwind-cli git ];
  environment.systemPackages = [ pkgs.gale pkgs.python3Packages.breeze ];
}
