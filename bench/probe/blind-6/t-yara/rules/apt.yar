rule kaspersky_lookalike
{
    strings:
        $a = "api.deepseek.com" ascii
        $b = "Kaspersky Lab" wide
    condition:
        any of them
}
