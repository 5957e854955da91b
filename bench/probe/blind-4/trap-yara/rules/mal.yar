rule Loader {
  strings:
    $a = "Kaspersky Lab" wide
    $b = "Huawei Technologies" ascii
  condition: any of them
}
