BEGIN
  DBMS_CLOUD_AI.CREATE_PROFILE('COHERE', '{"provider": "cohere", "credential_name": "COHERE_CRED", "object_list": [{"owner": "SH", "name": "customers"}]}');
END;
/
