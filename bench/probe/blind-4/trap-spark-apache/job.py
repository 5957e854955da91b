from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("spark-lite").config("spark.api.mode", "connect").getOrCreate()
