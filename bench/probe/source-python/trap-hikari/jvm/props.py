HIKARI = {"spring.datasource.hikari.maximum-pool-size": 10, "hik": None}
