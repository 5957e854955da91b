<?php

class MobileDetect
{
    protected static $phoneDevices = [
        'iPhone' => '\biPhone\b',
        'Samsung' => 'SM-G9|GT-I9',
        'Huawei' => 'HUAWEI|HW-|H60-L',
        'ZTE' => '\bZTE\b|Blade A',
        'Xiaomi' => 'HM NOTE|MI [0-9]',
    ];
}
