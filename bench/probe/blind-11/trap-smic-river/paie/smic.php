<?php
const SMIC_HORAIRE = 11.88;
const SMIC_MENSUEL = 1801.80;
function au_smic(float $brut): bool { return $brut <= SMIC_MENSUEL; }
