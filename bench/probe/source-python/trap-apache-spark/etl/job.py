from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("spark-api").getOrCreate()
spark.read.parquet("s3://lake/events").groupBy("day").count().show()
