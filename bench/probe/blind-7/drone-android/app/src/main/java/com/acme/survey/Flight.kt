package com.acme.survey

data class Flight(val id: Long, val metres: Double)
