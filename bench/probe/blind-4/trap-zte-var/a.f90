      real zte, zta
      zte = 0.5
      call setzte(zte)
